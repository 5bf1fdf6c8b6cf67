using System.Text.Json;

namespace Relevo.Providers.Tests.Support;

/// <summary>Files of <c>tests/Fixtures/payloads</c>, copied beside the test assembly.</summary>
internal static class Fixture
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures", "payloads");

    public static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Root, file));

    public static JsonElement Json(string file)
    {
        using var document = JsonDocument.Parse(Bytes(file));
        return document.RootElement.Clone();
    }

    public static string ProviderOf(string file) => file.Split('/')[0];

    /// <summary>Every webhook body, as <c>provider/name.json</c>.</summary>
    public static IReadOnlyList<string> Bodies() =>
        [.. Files("*.json").Where(file => file.Split('/').Length == 2).Order(StringComparer.Ordinal)];

    /// <summary>Every API call, as <c>provider/api/name.json</c>.</summary>
    public static IReadOnlyList<string> Calls() =>
        [.. Files("*.json").Where(file => file.Split('/').Length == 3).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'));
}
