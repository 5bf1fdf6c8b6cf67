using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Relevo.Sandbox.Numbers;

/// <summary>Compares tokens of callers.</summary>
internal static class Tokens
{
    public static bool IsBearer(IHeaderDictionary headers, string token) => IsBehind("Bearer ", headers, token);

    /// <summary>Whether <c>Authorization</c> is the word and the token.</summary>
    public static bool IsBehind(string word, IHeaderDictionary headers, string token)
    {
        var header = headers.Authorization.ToString();
        return header.StartsWith(word, StringComparison.Ordinal) && IsSame(header[word.Length..], token);
    }

    public static bool IsSame(string given, string token) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));
}
