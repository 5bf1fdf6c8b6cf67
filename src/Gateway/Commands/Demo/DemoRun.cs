using Relevo.Gateway.Commands.Output;
using Relevo.Gateway.Flow;

namespace Relevo.Gateway.Commands.Demo;

/// <summary>One demo from its temporary folder to its verdict.</summary>
internal sealed class DemoRun(Terminal terminal, TimeProvider time)
{
    private const int Attempts = 3;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private readonly DemoLedger _ledger = new(time);
    private readonly DemoView _view = new(terminal);

    public async Task<int> RunAsync(int rate, int seconds, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("relevo-demo-").FullName;
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                // Somebody may take a port between the look and the use of it; the next look finds another.
                if (await RunInAsync(new DemoSite(folder), rate, seconds, stop) is { } code)
                {
                    return code;
                }
            }

            terminal.Complain("The gateway did not start.");
            return ExitCode.No;
        }
        finally
        {
            Remove(folder);
        }
    }

    private async Task<int?> RunInAsync(DemoSite site, int rate, int seconds, CancellationToken stop)
    {
        // The gateway outlives Ctrl-C by as long as it takes to deliver what it accepted.
        using var end = new CancellationTokenSource();
        await using var application = new EchoApplication(site, _ledger);
        await application.StartAsync(stop);
        var gateway = Task.Run(() => GatewayHost.RunAsync(site.Settings, settingsFile: null, end.Token), CancellationToken.None);
        try
        {
            if (!await IsUpAsync(site, gateway, stop))
            {
                return null;
            }

            _view.Begin(site, rate, seconds);
            await ShowAsync(site, rate, seconds, gateway, stop);
        }
        finally
        {
            await end.CancelAsync();
            await gateway;
        }

        var figures = _ledger.Read();
        _view.End(figures);
        return figures.IsGood ? ExitCode.Done : ExitCode.No;
    }

    // Meta's handshake is the first thing that a provider asks, and answers only when everything below stands.
    private async Task<bool> IsUpAsync(DemoSite site, Task<int> gateway, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = Second };
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < StartPatience && !gateway.IsCompleted)
        {
            try
            {
                using var answer = await http.GetAsync($"{site.GatewayUrl}/webhooks/meta/main?hub.mode=subscribe&hub.verify_token={site.VerifyToken}&hub.challenge=1", stop);
                return answer.IsSuccessStatusCode;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
            {
                await Task.Delay(Moment, time, stop);
            }
        }

        return false;
    }

    private async Task ShowAsync(DemoSite site, int rate, int seconds, Task<int> gateway, CancellationToken stop)
    {
        // Nobody posts to a gateway that is gone.
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _ = gateway.ContinueWith(_ => halt.Cancel(), halt.Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        using var provider = new SandboxProvider(site, _ledger, time);
        var traffic = provider.RunAsync(rate, seconds, burst => _view.Note($"Burst: {burst} messages at once."), halt.Token);
        var started = time.GetTimestamp();
        var drained = DrainAsync(traffic, gateway);
        var second = 0;
        await _view.FollowAsync(async () =>
        {
            if (drained.IsCompleted)
            {
                return null;
            }

            await Task.WhenAny(drained, Task.Delay(Second, time, CancellationToken.None));
            second = (int)Math.Round(time.GetElapsedTime(started).TotalSeconds);
            return (second, _ledger.Read());
        });
        await traffic;
    }

    private async Task DrainAsync(Task traffic, Task<int> gateway)
    {
        await traffic;
        var since = time.GetTimestamp();
        while (_ledger.Read().Waiting > 0 && time.GetElapsedTime(since) < DrainPatience && !gateway.IsCompleted)
        {
            await Task.Delay(Moment, time, CancellationToken.None);
        }
    }

    private void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException exception)
        {
            terminal.Complain($"The folder {folder} could not be removed: {exception.Message}");
        }
    }
}
