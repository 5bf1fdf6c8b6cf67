using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Relevo.Wire.Roles;

/// <summary>The application behind the gateway: takes every event, answers with nothing, and keeps count.</summary>
internal sealed class AppRole
{
    private const int WholeSeconds = 20; // 2026-11-21T12:00:00Z
    private const int WithMilliseconds = 24; // 2026-11-21T12:00:00.412Z
    private Tally _tally = new();

    public async Task HandleAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/count":
                await context.Response.WriteAsync(_tally.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case "/stats":
                await context.Response.WriteAsync(JsonSerializer.Serialize(_tally.Read(), WireJson.Default.AppStats));
                break;
            case "/reset":
                _tally = new Tally();
                break;
            default:
                await TakeAsync(context);
                break;
        }
    }

    private async Task TakeAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        var body = await RequestBody.ReadAsync(reader);
        Note(body.Buffer.IsSingleSegment ? body.Buffer.FirstSpan : body.Buffer.ToArray());
        reader.AdvanceTo(body.Buffer.End);
        context.Response.ContentLength = 0;
    }

    private void Note(ReadOnlySpan<byte> body)
    {
        var now = DateTime.UtcNow;
        var tally = _tally;
        tally.Saw(now, MessageNumber.Find(body));
        var mark = "\"receivedUtc\":\""u8;
        var at = body.IndexOf(mark);
        if (at >= 0 && TryTime(body[(at + mark.Length)..], out var received))
        {
            tally.Delays.Record((now - received).Ticks / TimeSpan.TicksPerMicrosecond);
        }
    }

    private static bool TryTime(ReadOnlySpan<byte> text, out DateTime time)
    {
        var end = text.IndexOf((byte)'"');
        time = default;
        if (end is not (WholeSeconds or WithMilliseconds)
            || !Utf8Parser.TryParse(text[..4], out int year, out _) || !Two(text, 5, out var month) || !Two(text, 8, out var day)
            || !Two(text, 11, out var hour) || !Two(text, 14, out var minute) || !Two(text, 17, out var second))
        {
            return false;
        }

        var milliseconds = 0;
        if (end == WithMilliseconds && !Utf8Parser.TryParse(text.Slice(20, 3), out milliseconds, out _))
        {
            return false;
        }

        time = new DateTime(year, month, day, hour, minute, second, milliseconds, DateTimeKind.Utc);
        return true;
    }

    private static bool Two(ReadOnlySpan<byte> text, int at, out int value) => Utf8Parser.TryParse(text.Slice(at, 2), out value, out _);
}
