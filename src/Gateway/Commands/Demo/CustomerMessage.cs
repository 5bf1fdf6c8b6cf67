using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Relevo.Gateway.Commands.Demo;

/// <summary>A message as Meta posts it.</summary>
internal static class CustomerMessage
{
    private const string IdPrefix = "wamid.demo.";
    private const long FirstContact = 15550100000;

    /// <summary>The signed webhook of one message of a conversation.</summary>
    public static HttpContent Write(int conversation, int number, DateTimeOffset now, string secret)
    {
        var contact = FirstContact + conversation;
        var body = Encoding.UTF8.GetBytes(FormattableString.Invariant($$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"demo","changes":[{"field":"messages","value":{
            "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550009001","phone_number_id":"{{{DemoSite.Numbers[0].Key}}}"},
            "contacts":[{"profile":{"name":"Customer {{{conversation}}}"},"wa_id":"{{{contact}}}"}],
            "messages":[{"from":"{{{contact}}}","id":"{{{IdPrefix}}}{{{conversation}}}.{{{number}}}","timestamp":"{{{now.ToUnixTimeSeconds()}}}","type":"text","text":{"body":"message {{{number}}}"}}]}}]}]}
            """));
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        return content;
    }

    /// <summary>Reads conversation and number back from the provider's id of a message.</summary>
    public static bool TryReadId(string? id, out int conversation, out int number)
    {
        (conversation, number) = (0, 0);
        return id is not null
            && id.StartsWith(IdPrefix, StringComparison.Ordinal)
            && id[IdPrefix.Length..].Split('.') is [var first, var second]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out conversation)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
