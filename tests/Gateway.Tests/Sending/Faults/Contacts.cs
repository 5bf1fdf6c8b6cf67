namespace Relevo.Gateway.Tests.Sending.Faults;

/// <summary>Recipients of tests.</summary>
internal static class Contacts
{
    public static string Of(int i) => $"+1555{i:0000000}";

    public static string[] Many(int count, int first = 0) => [.. Enumerable.Range(first, count).Select(Of)];
}
