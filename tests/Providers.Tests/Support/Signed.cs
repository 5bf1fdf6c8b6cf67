using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Relevo.Providers.Tests.Support;

/// <summary>Signs bodies the way each provider does, so that tests can spoil what was right.</summary>
internal static class Signed
{
    public const string Secret = "0123456789abcdef0123456789abcdef";
    public const string Url = "https://gw.example.com/webhooks/x/main?tenant=7";
    public const string StandardSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    public static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"object":"whatsapp_business_account","text":"ol\u00e1 https:\/\/x.y"}""");
    public static readonly string Time = Build.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static string MetaHex(byte[]? body = null, string secret = Secret) => Convert.ToHexStringLower(Hmac(secret, body ?? Body));

    public static string Bird(string time, string url = Url, byte[]? body = null, string secret = Secret) =>
        Convert.ToBase64String(Hmac(secret, [.. Encoding.UTF8.GetBytes(time + "\n" + url + "\n"), .. SHA256.HashData(body ?? Body)]));

    public static string Standard(string id, string time, byte[]? body = null) =>
        Convert.ToBase64String(Hmac(Convert.FromBase64String(StandardSecret[6..]), [.. Encoding.UTF8.GetBytes(id + "." + time + "."), .. body ?? Body]));

    public static string Token(string claims, string header = """{"alg":"HS256","typ":"JWT"}""", string secret = Secret)
    {
        var signed = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)) + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims));
        return signed + "." + Base64Url.EncodeToString(Hmac(secret, Encoding.UTF8.GetBytes(signed)));
    }

    public static string MessageBirdToken(byte[]? body = null, string url = Url, string secret = Secret)
    {
        var now = Build.Now.ToUnixTimeSeconds();
        var hash = (body ?? Body).Length == 0 ? "" : $@",""payload_hash"":""{Convert.ToHexStringLower(SHA256.HashData(body ?? Body))}""";
        return Token($@"{{""iss"":""MessageBird"",""nbf"":{now},""exp"":{now + 60},""jti"":""j"",""url_hash"":""{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)))}""{hash}}}", secret: secret);
    }

    public static string EvolutionToken(long? exp = null, string secret = Secret)
    {
        var now = Build.Now.ToUnixTimeSeconds();
        return Token($@"{{""iat"":{now},""exp"":{exp ?? now + 600},""app"":""evolution"",""action"":""webhook""}}", secret: secret);
    }

    private static byte[] Hmac(string secret, byte[] message) => Hmac(Encoding.UTF8.GetBytes(secret), message);

    private static byte[] Hmac(byte[] key, byte[] message) => HMACSHA256.HashData(key, message);
}
