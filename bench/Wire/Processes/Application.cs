using System.Globalization;
using System.Text.Json;
using Relevo.Wire.Roles;

namespace Relevo.Wire.Processes;

/// <summary>The application of this run, asked from outside.</summary>
internal sealed class Application(Part part)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly string _root = FormattableString.Invariant($"http://127.0.0.1:{part.Port}");

    public string Url => part.Url;

    public Child Child => part.Child;

    public async Task<long> CountAsync() => long.Parse(await Http.GetStringAsync(_root + "/count"), CultureInfo.InvariantCulture);

    public async Task<AppStats> StatsAsync() => JsonSerializer.Deserialize(await Http.GetStringAsync(_root + "/stats"), WireJson.Default.AppStats)!;

    public Task ResetAsync() => Http.GetStringAsync(_root + "/reset");
}
