using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Relevo.Tests.Shared;

namespace Relevo.Gateway.Tests.Delivery;

/// <summary>An application that answers each event as the test says, by the text of the event.</summary>
internal sealed class ScriptedApplication : IAsyncDisposable
{
    private readonly RawServer _server;

    public ScriptedApplication() => _server = new RawServer(AnswerAsync);

    /// <summary>Status and body for an event.</summary>
    public Func<string, (int Status, string Body)> Behaviour { get; set; } = static _ => (200, "");

    public Moments Moments { get; } = new();

    /// <summary>Texts of the events that came, in their order.</summary>
    public ConcurrentQueue<string> Came { get; } = new();

    public ConcurrentQueue<string> Accepted { get; } = new();

    public string Url => _server.Url.ToString();

    public int CountOf(string text) => Came.Count(came => came == text);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(RawRequest request, Stream stream, CancellationToken cancellation)
    {
        using var body = JsonDocument.Parse(request.Body);
        var text = body.RootElement.GetProperty("text").GetString()!;
        var (status, answer) = Behaviour(text);
        Came.Enqueue(text);
        if (status is >= 200 and < 300)
        {
            Accepted.Enqueue(text);
        }

        Moments.Happened();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(RawServer.Answer(status, answer)), cancellation);
    }
}
