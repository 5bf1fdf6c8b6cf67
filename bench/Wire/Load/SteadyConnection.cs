using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Relevo.Wire.Load;

/// <summary>One kept-alive connection of the constant-rate generator. A request is a prepared block of bytes.</summary>
internal sealed class SteadyConnection(Uri url) : IDisposable
{
    private readonly byte[] _answer = new byte[4096];
    private Socket _socket = New();

    public async Task OpenAsync() => await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, url.Port));

    /// <summary>Posts and reads the answer to its end.</summary>
    /// <returns>The status; 0 when the connection broke, which opens a new one.</returns>
    public async Task<int> PostAsync(byte[] request)
    {
        try
        {
            await _socket.SendAsync(request);
            return await ReadAsync();
        }
        catch (SocketException)
        {
            _socket.Dispose();
            _socket = New();
            await OpenAsync();
            return 0;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static Socket New() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private async Task<int> ReadAsync()
    {
        for (var length = 0; ;)
        {
            var read = await _socket.ReceiveAsync(_answer.AsMemory(length));
            if (read == 0)
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }

            length += read;
            if (IsWhole(_answer.AsSpan(0, length), out var status))
            {
                return status;
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer, out int status)
    {
        status = 0;
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0 || !int.TryParse(answer.Slice(9, 3), System.Globalization.CultureInfo.InvariantCulture, out status))
        {
            return false;
        }

        var text = Encoding.ASCII.GetString(answer[..head]);
        var at = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        var length = at < 0 ? 0 : int.Parse(text.AsSpan(at + 16).ToString().Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
        return answer.Length >= head + 4 + length;
    }
}
