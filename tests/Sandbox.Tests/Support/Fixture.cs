using System.Text.Json;

namespace Relevo.Sandbox.Tests.Support;

/// <summary>Files of <c>tests/Fixtures/payloads</c>.</summary>
internal static class Fixture
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Fixtures", "payloads");

    public static IEnumerable<string> Names(string folder, string prefix) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), prefix + "*.json").Select(file => $"{folder}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal);

    public static JsonElement Json(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, file)));
        return document.RootElement.Clone();
    }
}
