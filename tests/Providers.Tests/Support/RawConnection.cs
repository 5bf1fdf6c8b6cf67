using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Relevo.Providers.Tests.Support;

/// <summary>One connection of <see cref="RawServer"/>.</summary>
internal sealed partial class RawConnection(Socket socket)
{
    private readonly NetworkStream _stream = new(socket);

    /// <summary>Reads one request; null when the client closed instead.</summary>
    public async Task<RawRequest?> ReadAsync(CancellationToken stop)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head))
        {
            if (await _stream.ReadAsync(one, stop) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var text = Encoding.Latin1.GetString([.. head]);
        var length = Length().Match(text);
        var body = new byte[length.Success ? int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture) : 0];
        await _stream.ReadExactlyAsync(body, stop);
        return new RawRequest(text, body);
    }

    /// <summary>Reads so many bytes of whatever comes.</summary>
    public Task ReadBytesAsync(int count, CancellationToken stop) => _stream.ReadExactlyAsync(new byte[count], stop).AsTask();

    public Task WriteAsync(string text, CancellationToken stop) => WriteAsync(Encoding.Latin1.GetBytes(text), stop);

    public Task WriteAsync(byte[] bytes, CancellationToken stop) => _stream.WriteAsync(bytes, stop).AsTask();

    /// <summary>Ends the connection with a reset instead of a farewell.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    private static bool EndsHead(List<byte> head) =>
        head.Count >= 4 && head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n';

    [GeneratedRegex("Content-Length: ([0-9]+)", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Length();
}
