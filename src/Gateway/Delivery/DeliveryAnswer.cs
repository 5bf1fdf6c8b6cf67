using System.Runtime.InteropServices;

namespace Relevo.Gateway.Delivery;

/// <summary>What an application answered.</summary>
/// <param name="Status">HTTP status; 0 when there was none.</param>
/// <param name="Error">Why there was none: <c>timeout</c>, <c>refused</c> …; null otherwise.</param>
/// <param name="RetryAfter">What it asked to wait.</param>
/// <param name="Body">Its body, when it may hold replies.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeliveryAnswer(int Status, string? Error, TimeSpan? RetryAfter, ReadOnlyMemory<byte> Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The event itself is refused, now or for good.</summary>
    public bool IsRefusal => Status is 400 or 410 or 413 or 415 or 422;

    public string Describe() => Error ?? Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
