using System.Globalization;
using Relevo.Gateway.Configuration;
using Relevo.Resilience.Playbooks.Actions;

namespace Relevo.Gateway.Operating;

/// <summary>Asks for another machine, through a command of the settings.</summary>
internal sealed class ScaleHook(SettingsHolder settings, TimeProvider time)
{
    /// <summary>Asks.</summary>
    /// <returns>Why nobody could be asked; null when somebody was.</returns>
    public async Task<string?> AskAsync(CancellationToken cancellation)
    {
        var current = settings.Current;
        if (current.Scaling.MoreMachines is not { } name || !current.Playbooks.Commands.TryGetValue(name, out var command))
        {
            return "no hook for more machines is set (Scaling:MoreMachines)";
        }

        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["RELEVO_REASON"] = "more machines are needed" };
        var end = await ExternalCommand.RunAsync(command, variables, time, cancellation);
        return end.Problem is { } problem ? string.Create(CultureInfo.InvariantCulture, $"the hook {name} failed: {problem}") : null;
    }
}
