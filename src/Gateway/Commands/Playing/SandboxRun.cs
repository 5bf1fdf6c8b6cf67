using System.Text.Encodings.Web;
using System.Text.Json;
using Relevo.Gateway.Commands.Output;
using Relevo.Providers;
using Relevo.Sandbox;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Records;

namespace Relevo.Gateway.Commands.Playing;

/// <summary>One sandbox from its start to Ctrl-C.</summary>
internal sealed class SandboxRun(Terminal terminal, TimeProvider time)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly JsonSerializerOptions OneLine = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<int> RunAsync(SandboxOptions options, bool json, CancellationToken stop)
    {
        await using var sandbox = new SandboxServer(options, time);
        try
        {
            await sandbox.StartAsync(stop);
        }
        catch (IOException exception)
        {
            terminal.Complain($"The sandbox cannot run: {exception.Message}");
            return ExitCode.No;
        }

        try
        {
            await (json ? PrintSendsAsync(sandbox, stop) : ShowAsync(sandbox, options, stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl-C is how it ends.
        }

        if (!json)
        {
            terminal.Say(Figures(sandbox, sandbox.Sends.Count));
        }

        return ExitCode.Done;
    }

    private async Task ShowAsync(SandboxServer sandbox, SandboxOptions options, CancellationToken stop)
    {
        var url = sandbox.Url.AbsoluteUri.TrimEnd('/');
        terminal.Say($"The sandbox plays {options.Numbers.Count} number(s) at {url}; Ctrl-C ends it.");
        terminal.Say("For the settings of a gateway:");
        terminal.Write(JsonSerializer.Serialize(new { Numbers = Settings(options.Numbers, url) }, Indented) + "\n");
        if (options.Numbers.FirstOrDefault(number => number.WebhookUrl is not null) is { } number)
        {
            terminal.Say("A customer writes:");
            terminal.Write($$"""curl -X POST {{url}}/sandbox/incoming -d '{"number":{{JsonSerializer.Serialize(number.Key, OneLine)}},"contact":"+15550001001","text":"hola"}'""" + "\n");
        }

        if (!terminal.IsInteractive)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
        }

        var before = 0L;
        while (true)
        {
            await Task.Delay(Second, time, stop);
            var now = sandbox.Sends.Count;
            terminal.Say(Figures(sandbox, now - before));
            before = now;
        }
    }

    private async Task PrintSendsAsync(SandboxServer sandbox, CancellationToken stop)
    {
        var url = sandbox.Url.AbsoluteUri.TrimEnd('/');
        terminal.Write(JsonSerializer.Serialize(new { listening = url }, OneLine) + "\n");
        await foreach (var send in sandbox.Sends.FollowAsync(stop))
        {
            terminal.Write(JsonSerializer.Serialize(Line(send), OneLine) + "\n");
        }
    }

    private static object Line(SandboxSend send) => new
    {
        send.Sequence,
        send.Utc,
        send.Provider,
        Number = send.NumberKey,
        send.Recipient,
        send.Type,
        send.CorrelationId,
        send.ProviderMessageId,
        Accepted = send.IsAccepted,
        send.Status,
        send.ErrorCode,
        Fault = send.Fault?.ToString(),
        Violation = send.IsViolation,
        send.Rule,
    };

    private static string Figures(SandboxServer sandbox, long more)
    {
        var (total, accepted, refused, violations) = sandbox.Sends.Counts;
        return FormattableString.Invariant($"{sandbox.Script.Elapsed.TotalSeconds:0} s  {total:#,0} sends (+{more:#,0}): {accepted:#,0} taken, {refused:#,0} refused, {violations:#,0} over a limit; webhooks: {sandbox.Webhooks.Posted:#,0} posted, {sandbox.Webhooks.Failed:#,0} failed, {sandbox.Webhooks.Dropped:#,0} dropped, {sandbox.Webhooks.Waiting:#,0} waiting");
    }

    private static Dictionary<string, object> Settings(IReadOnlyList<SandboxNumber> numbers, string url)
    {
        var settings = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var number in numbers)
        {
            var name = NameOf(number);
            settings.TryAdd(settings.ContainsKey(name) ? $"{name}-{settings.Count}" : name, Setting(number, url));
        }

        return settings;
    }

    // The name that the webhook's path asks for: /webhooks/{provider}/{name}
    private static string NameOf(SandboxNumber number) =>
        number.WebhookUrl?.Segments is ["/", "webhooks/", _, var name, ..] ? name.TrimEnd('/') : number.Provider;

    private static Dictionary<string, object> Setting(SandboxNumber number, string url)
    {
        var setting = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["Provider"] = number.Provider,
            ["Key"] = number.Key,
            ["Phone"] = number.Phone,
            ["ApiToken"] = number.ApiToken ?? "any",
            ["BaseUrl"] = number.Provider == ProviderNames.Meta ? url + "/v23.0" : url,
        };
        if (number.WorkspaceId is not null || number.Provider == ProviderNames.Bird)
        {
            setting["WorkspaceId"] = number.WorkspaceId ?? "any";
        }

        if (number.WebhookSecret is { } secret)
        {
            setting["WebhookSecrets"] = new[] { secret };
        }

        if (number.WebhookHeader is { } header)
        {
            setting["WebhookHeader"] = header;
        }

        return setting;
    }
}
