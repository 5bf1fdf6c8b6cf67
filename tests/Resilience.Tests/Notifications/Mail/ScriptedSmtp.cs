using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Relevo.Resilience.Tests.Notifications.Mail;

/// <summary>Speaks SMTP line by line from a script, for what no proper server says: <see cref="Hang"/> goes on saying nothing, and after the last line it hangs up.</summary>
internal sealed class ScriptedSmtp : IAsyncDisposable
{
    public const string Hang = "hang";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;

    private ScriptedSmtp(string[] replies)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _loop = RunAsync(replies);
    }

    /// <summary>What it was told.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    public int Port { get; }

    public static ScriptedSmtp Start(params string[] replies) => new(replies);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _listener.Stop();
        _end.Dispose();
    }

    private async Task RunAsync(string[] replies)
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            for (var i = 0; i < replies.Length; i++)
            {
                if (i > 0)
                {
                    await HearAsync(reader, isMail: replies[i - 1].StartsWith("354", StringComparison.Ordinal));
                }

                await SayAsync(client.GetStream(), replies[i]);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or SocketException)
        {
            // The test is over, or the client left.
        }
    }

    private async Task SayAsync(NetworkStream stream, string reply)
    {
        if (reply == Hang)
        {
            Heard.Enqueue(Hang);
            await Task.Delay(Timeout.Infinite, _end.Token);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(reply), _end.Token);
    }

    private async Task HearAsync(StreamReader reader, bool isMail)
    {
        string? line;
        do
        {
            line = await reader.ReadLineAsync(_end.Token);
            Heard.Enqueue(line ?? "(gone)");
        }
        while (isMail && line is not (null or "."));
    }
}
