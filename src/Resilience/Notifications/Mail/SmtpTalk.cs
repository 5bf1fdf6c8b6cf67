using System.Text;

namespace Relevo.Resilience.Notifications.Mail;

/// <summary>Lines to and replies from an SMTP server over one stream. Replies are bounded; what is no reply has code 0.</summary>
internal sealed class SmtpTalk(Stream stream)
{
    private const int MaxLine = 2048; // RFC 5321 allows 512.
    private const int MaxLines = 64;
    private const int CodeLength = 3;

    private readonly byte[] _buffer = new byte[MaxLine];
    private int _start;
    private int _end;

    /// <summary>True when the server said more than it was asked: before TLS that is somebody else's voice (RFC 3207).</summary>
    public bool HasMore => _start < _end;

    public async Task<SmtpReply> SayAsync(string line, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellation).ConfigureAwait(false);
        await stream.FlushAsync(cancellation).ConfigureAwait(false);
        return await HearAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Says goodbye and waits for nothing: what was taken is taken, whatever comes of it.</summary>
    public async Task LeaveAsync()
    {
        try
        {
            await stream.WriteAsync("QUIT\r\n"u8.ToArray(), CancellationToken.None).ConfigureAwait(false);
            await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The server left first.
        }
    }

    public async Task<SmtpReply> HearAsync(CancellationToken cancellation)
    {
        var lines = new List<string>();
        while (lines.Count < MaxLines && await ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            if (line.Length < CodeLength || !int.TryParse(line.AsSpan(0, CodeLength), System.Globalization.NumberStyles.None, null, out var code))
            {
                return SmtpReply.None;
            }

            lines.Add(line.Length > CodeLength ? line[(CodeLength + 1)..] : "");
            if (line.Length == CodeLength || line[CodeLength] == ' ')
            {
                return new SmtpReply(code, lines);
            }
        }

        return SmtpReply.None;
    }

    // Null at the end of the stream and for a line that is too long.
    private async Task<string?> ReadLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = Encoding.ASCII.GetString(_buffer, _start, length).TrimEnd('\r');
                _start += length + 1;
                return line;
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            var read = _end == MaxLine ? 0 : await stream.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            _end += read;
        }
    }
}
