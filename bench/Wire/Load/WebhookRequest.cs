using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Relevo.Wire.Processes;
using Relevo.Wire.Roles;

namespace Relevo.Wire.Load;

/// <summary>The requests of the constant-rate generator: the same webhook that wrk's script makes.</summary>
internal static class WebhookRequest
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes(GatewayPart.Secret);

    /// <summary>One whole HTTP request, signed.</summary>
    public static byte[] Make(Uri url, string run, long counter)
    {
        var contact = 15_551_000_000 + (counter * 7919 % Wrk.Contacts);
        var id = string.Create(CultureInfo.InvariantCulture, $"wamid.{MessageNumber.Mark}{run}00{counter:D10}AgASGBQzQTRBNjU5OUFFRTAzOEFEN0");
        var body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550009001","phone_number_id":"100000000000001"},"contacts":[{"profile":{"name":"Ana"},"wa_id":"{{{contact}}}"}],"messages":[{"from":"{{{contact}}}","id":"{{{id}}}","timestamp":"{{{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}}}","text":{"body":"Hola, quiero saber si mi pedido ya va en camino. Gracias."},"type":"text"}]},"field":"messages"}]}]}
            """));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Key, body));
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST {url.AbsolutePath} HTTP/1.1\r\nHost: {url.Host}\r\nUser-Agent: facebookexternalua\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256={signature}\r\nContent-Length: {body.Length}\r\n\r\n"));
        return [.. head, .. body];
    }
}
