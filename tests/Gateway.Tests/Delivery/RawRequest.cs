using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Relevo.Gateway.Tests.Delivery;

/// <summary>One request as it came.</summary>
internal sealed partial record RawRequest(Socket Socket, string Head, byte[] Body)
{
    public string? Header(string name) =>
        Regex.Match(Head, $"^{name}: (.*)\r$", RegexOptions.Multiline | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        Socket.Close();
    }

    public static async Task<RawRequest?> ReadAsync(Socket socket, Stream stream, CancellationToken cancellation)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, cancellation) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var text = Encoding.Latin1.GetString([.. head]);
        var length = Length().Match(text) is { Success: true } told ? int.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellation);
        return new RawRequest(socket, text, body);
    }

    [GeneratedRegex("Content-Length: ([0-9]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Length();
}
