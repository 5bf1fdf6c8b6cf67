using Relevo.Gateway.FunctionalTests.Harness;

namespace Relevo.Gateway.FunctionalTests.Sends;

/// <summary>Sends to customers who were never written to, at a rate of its own: slow answers do not slow it.</summary>
internal sealed class SendLoad : IAsyncDisposable
{
    private const int Bulk = 5;
    private readonly CancellationTokenSource _enough = new();
    private readonly SendClient _client;
    private readonly string _name;
    private readonly Task _writing;
    private int _contact;

    /// <summary>Starts.</summary>
    /// <param name="client">Who sends.</param>
    /// <param name="perSecond">Messages per second.</param>
    /// <param name="firstContact">The first customer; each message has one of its own.</param>
    public SendLoad(SendClient client, int perSecond, int firstContact)
    {
        (_client, _contact, _name) = (client, firstContact, $"load {firstContact}");
        _writing = Task.Run(() => WriteAsync(TimeSpan.FromSeconds((double)Bulk / perSecond)));
    }

    /// <summary>Messages that were asked for so far.</summary>
    public int Sent { get; private set; }

    public async Task StopAsync()
    {
        await _enough.CancelAsync();
        await _writing;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _enough.Dispose();
    }

    private async Task WriteAsync(TimeSpan pause)
    {
        var calls = new List<Task>();
        using var timer = new PeriodicTimer(pause);
        try
        {
            while (await timer.WaitForNextTickAsync(_enough.Token))
            {
                var texts = Enumerable.Range(_contact, Bulk).Select(contact => SendRig.Text(contact, $"{_name}: {contact}")).ToList();
                _contact += Bulk;
                Sent += Bulk;
                calls.Add(_client.BulkAsync(texts));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(calls);
        }
    }
}
