using System.Net;
using System.Net.Sockets;
using System.Text;
using Relevo.Gateway.FunctionalTests.Checking;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>A bare socket to the gateway: sends exactly the bytes it is given.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private RawConnection()
    {
    }

    public static async Task<RawConnection> OpenAsync(Uri gateway)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, gateway.Port));
        return connection;
    }

    /// <summary>Opens, sends, reads to the end.</summary>
    public static async Task<RawAnswer> ExchangeAsync(Uri gateway, byte[] bytes, TimeSpan? deadline = null)
    {
        using var connection = await OpenAsync(gateway);
        await connection.TrySendAsync(bytes);
        return await connection.ReadAsync(deadline ?? TimeSpan.FromSeconds(10));
    }

    public static Task<RawAnswer> ExchangeAsync(Uri gateway, string text, TimeSpan? deadline = null) =>
        ExchangeAsync(gateway, Encoding.Latin1.GetBytes(text), deadline);

    /// <summary>Request line and headers of a signed webhook with a body of this length.</summary>
    public static byte[] Head(byte[] signed, long? contentLength = null, string extra = "") => Encoding.Latin1.GetBytes(
        $"POST {Known.WebhookPath} HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n{MetaBody.SignatureHeader}: {MetaBody.Sign(signed)}\r\n"
        + $"{extra}{(contentLength is { } length ? $"Content-Length: {length}\r\n" : "")}\r\n");

    /// <returns>False when the gateway has closed the connection.</returns>
    public async Task<bool> TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
            {
                bytes = bytes[await _socket.SendAsync(bytes)..];
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>No more bytes will follow; the gateway may still answer.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads until the gateway closes, or the deadline.</summary>
    public async Task<RawAnswer> ReadAsync(TimeSpan deadline)
    {
        using var limit = new CancellationTokenSource(deadline);
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            for (; ; )
            {
                var count = await _socket.ReceiveAsync(buffer, limit.Token);
                if (count == 0)
                {
                    return new RawAnswer(text.ToString(), Closed: true);
                }

                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (OperationCanceledException)
        {
            return new RawAnswer(text.ToString(), Closed: false);
        }
        catch (SocketException)
        {
            return new RawAnswer(text.ToString(), Closed: true); // Reset.
        }
    }

    public void Dispose() => _socket.Dispose();
}
