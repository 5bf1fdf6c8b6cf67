using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Relevo.Wire.Processes;

namespace Relevo.Wire.Load;

/// <summary>The load generator wrk, driven by the script beside this program.</summary>
internal static class Wrk
{
    public const int Threads = 2;
    public const int Contacts = 10_000;
    private const string Mark = "wire {";

    /// <summary>Loads an address for some seconds: at full speed, or at a rate.</summary>
    public static async Task<WrkResult> RunAsync(string url, double seconds, int connections, int? rate = null)
    {
        var start = new ProcessStartInfo("wrk") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in Words(url, seconds, connections, rate))
        {
            start.ArgumentList.Add(word);
        }

        using var wrk = Process.Start(start)!;
        var errors = wrk.StandardError.ReadToEndAsync();
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var line = output.Split('\n').FirstOrDefault(line => line.StartsWith(Mark, StringComparison.Ordinal))
            ?? throw new WireException($"wrk gave no result:\n{output}\n{await errors}");
        return JsonSerializer.Deserialize(line[(Mark.Length - 1)..], WireJson.Default.WrkResult)!;
    }

    /// <summary>The version, or null when it is not installed.</summary>
    public static string? Version()
    {
        try
        {
            using var wrk = Process.Start(new ProcessStartInfo("wrk", "-v") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var line = wrk.StandardOutput.ReadLine() ?? "";
            wrk.WaitForExit();
            return string.Join(' ', line.Split(' ').Take(2));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Digits that no other run's messages carry.</summary>
    public static string NewRun() => Random.Shared.Next().ToString("x8", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Words(string url, double seconds, int connections, int? rate)
    {
        string[] words =
        [
            "-t", Threads.ToString(CultureInfo.InvariantCulture),
            "-c", connections.ToString(CultureInfo.InvariantCulture),
            "-d", Math.Max(1, Math.Round(seconds)).ToString(CultureInfo.InvariantCulture) + "s",
            "--timeout", "10s",
            "-s", Path.Combine(AppContext.BaseDirectory, "Load", "load.lua"),
            url, "--", GatewayPart.Secret, NewRun(), Contacts.ToString(CultureInfo.InvariantCulture),
        ];
        return rate is { } each ? words.Append(each.ToString(CultureInfo.InvariantCulture)) : words;
    }
}
