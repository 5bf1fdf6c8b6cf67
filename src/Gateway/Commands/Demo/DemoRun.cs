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
        await using var provider = new DemoProvider(site);
        await provider.StartAsync(stop);
        var settings = site.Settings(provider.Url, rate);
        var gateway = Task.Run(() => GatewayHost.RunAsync(settings, settingsFile: null, end.Token), CancellationToken.None);
        try
        {
            if (!await IsUpAsync(site, gateway, stop))
            {
                return null;
            }

            _view.Begin(site, rate, seconds);
            await ShowAsync(site, provider, rate, seconds, gateway, stop);
        }
        finally
        {
            await end.CancelAsync();
            await gateway;
        }

        var figures = Read(provider);
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

    private async Task ShowAsync(DemoSite site, DemoProvider provider, int rate, int seconds, Task<int> gateway, CancellationToken stop)
    {
        // Nobody posts to a gateway that is gone.
        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _ = gateway.ContinueWith(_ => halt.Cancel(), halt.Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        using var customers = new CustomerTraffic(site, _ledger, time);
        using var campaign = new DemoCampaign(site, _ledger, time);
        using var pool = new DemoPool(site);
        var traffic = Task.WhenAll(
            customers.RunAsync(rate, seconds, burst => _view.Note($"Burst: {burst} messages at once."), halt.Token),
            campaign.RunAsync(rate, seconds, halt.Token),
            BreakAsync(provider, seconds, halt.Token));
        var started = time.GetTimestamp();
        var drained = DrainAsync(traffic, provider, gateway);
        var second = 0;
        await _view.FollowAsync(async () =>
        {
            if (drained.IsCompleted)
            {
                return null;
            }

            await Task.WhenAny(drained, Task.Delay(Second, time, CancellationToken.None));
            second = (int)Math.Round(time.GetElapsedTime(started).TotalSeconds);
            return (second, Read(provider) with { Pool = await pool.ReadAsync() });
        });
        await traffic;
    }

    // In the middle third of the demo the first number refuses everything.
    private async Task BreakAsync(DemoProvider provider, int seconds, CancellationToken stop)
    {
        await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(seconds / 3.0), time, stop));
        _view.Note($"Number {DemoSite.Numbers[0].Name} fails: it refuses every message.");
        provider.FallSick();
        await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(seconds / 3.0), time, stop));
        provider.Recover();
        _view.Note($"Number {DemoSite.Numbers[0].Name} works again.");
    }

    private DemoFigures Read(DemoProvider provider) => _ledger.Read() with { Sent = provider.Sent, Receipts = provider.Receipts };

    private async Task DrainAsync(Task traffic, DemoProvider provider, Task<int> gateway)
    {
        await traffic;
        var since = time.GetTimestamp();
        while (Read(provider) is not { Waiting: 0, Unsent: 0 } && time.GetElapsedTime(since) < DrainPatience && !gateway.IsCompleted)
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
