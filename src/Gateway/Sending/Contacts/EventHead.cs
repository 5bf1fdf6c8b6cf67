using System.Runtime.InteropServices;
using System.Text.Json;

namespace Relevo.Gateway.Sending.Contacts;

/// <summary>Whom a stored event is from, and when. Read from the head of its object: what the provider sent is not looked at.</summary>
/// <param name="ContactKey">The contact; null when the event names none.</param>
/// <param name="TimestampUtc">Provider time.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventHead(string? ContactKey, DateTimeOffset? TimestampUtc)
{
    private const int MaxDepth = 1000; // the provider's own object was read with a bound already

    public static EventHead Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        string? contact = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("contactKey"u8))
            {
                reader.Read();
                contact = reader.GetString();
            }
            else if (reader.ValueTextEquals("timestampUtc"u8))
            {
                reader.Read();
                return new EventHead(contact, reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) ? time : null);
            }
            else
            {
                reader.Skip();
            }
        }

        return new EventHead(contact, null);
    }
}
