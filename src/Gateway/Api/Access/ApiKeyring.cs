using System.Security.Cryptography;
using System.Text;
using Relevo.Gateway.Configuration;

namespace Relevo.Gateway.Api.Access;

/// <summary>The API keys of one version of the settings, as hashes, so that a comparison tells nothing by its time.</summary>
internal sealed class ApiKeyring
{
    private const int MaxKeyChars = 1024; // Longer ones are not hashed for strangers.

    private readonly (byte[] Hash, ApiCaller Caller)[] _keys;

    public ApiKeyring(ApiOptions options) =>
        _keys = [.. options.Keys.Select(k => (Hash(k.Value.Key), CallerOf(k.Key, k.Value)))];

    /// <returns>Null for a key that is not configured.</returns>
    public ApiCaller? Find(string key)
    {
        if (key.Length is 0 or > MaxKeyChars)
        {
            return null;
        }

        var hash = Hash(key);
        ApiCaller? found = null;
        foreach (var (known, caller) in _keys)
        {
            // Every key is compared, so that the place of the right one does not show.
            found = CryptographicOperations.FixedTimeEquals(hash, known) ? caller : found;
        }

        return found;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static ApiCaller CallerOf(string name, ApiKeyOptions key) =>
        new(name, RolesOf(key.Roles), key.RequestsPerSecond is { } calls ? new ApiThrottle(calls) : null);

    private static ApiRole RolesOf(IEnumerable<string> names) => names.Aggregate(ApiRole.None, (roles, name) => roles | name switch
    {
        "send" => ApiRole.Send,
        "read" => ApiRole.Read,
        "admin" => ApiRole.Admin,
        _ => ApiRole.None,
    });
}
