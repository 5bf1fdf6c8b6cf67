using System.CommandLine;
using System.Text.Json;
using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Configuration;
using Relevo.Gateway.Configuration.Documentation;
using Relevo.Gateway.Health.Alerts;

namespace Relevo.Gateway.Commands;

/// <summary>Looks at settings without a gateway, and prints what is written from the code.</summary>
internal static class ConfigCommand
{
    public static Command Create(Terminal terminal) => new("config", "Checks settings.")
    {
        Check(terminal),
        Docs(terminal),
        Alerts(terminal),
    };

    private static Command Check(Terminal terminal)
    {
        var file = new Option<string>("--config") { Description = "Settings file.", Required = true, HelpName = "file" };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("check", "Checks a settings file with the environment variables over it: prints every error with its path, warnings, and the limits each number gets. Exit code 2 when it is wrong.")
        {
            file,
            json,
        };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(json), terminal));
        return command;
    }

    private static Command Docs(Terminal terminal)
    {
        var command = new Command("docs", "Prints every setting with its meaning, unit, bounds and default, as Markdown: the page docs/settings.md.");
        command.SetAction(_ => terminal.Write(SettingsDocument.Write()));
        return command;
    }

    private static Command Alerts(Terminal terminal)
    {
        var rules = new Command("rules", "Prints alerts for Prometheus: the file deploy/prometheus/relevo.rules.yml.");
        rules.SetAction(_ => terminal.Write(RulesDocument.Write()));
        var dashboard = new Command("dashboard", "Prints a dashboard for Grafana: the file deploy/grafana/relevo.json.");
        dashboard.SetAction(_ => terminal.Write(DashboardDocument.Write()));
        return new Command("alerts", "Prints what watches a gateway from outside.") { rules, dashboard };
    }

    private static int Run(string file, bool json, Terminal terminal)
    {
        var result = SettingsLoader.FromEnvironment().Load(file);
        var limits = EffectiveLimits.Of(result.Settings);
        if (json)
        {
            var report = new ConfigReport(result.Settings is not null, result.Errors, result.Warnings, limits);
            terminal.Json(JsonSerializer.Serialize(report, CommandJson.Default.ConfigReport));
        }
        else
        {
            Print(result, limits, file, terminal);
        }

        return result.Settings is null ? ExitCode.Usage : ExitCode.Done;
    }

    private static void Print(SettingsResult result, IReadOnlyList<EffectiveLimits> limits, string file, Terminal terminal)
    {
        foreach (var error in result.Errors)
        {
            terminal.Say($"Error: {error}");
        }

        foreach (var warning in result.Warnings)
        {
            terminal.Say($"Warning: {warning}");
        }

        terminal.Say(result.Settings is null
            ? $"{file} is wrong: {result.Errors.Count} error(s)."
            : $"{file} is good; {result.Warnings.Count} warning(s).");
        if (limits.Count > 0)
        {
            terminal.Table(
                ["Number", "Provider", "Role", "Weight", "Profile", "Messages/s", "Burst", "Messages/day", "Conversations", "Application"],
                [.. limits.Select(l => l.Cells())]);
        }
    }
}
