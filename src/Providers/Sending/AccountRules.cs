namespace Relevo.Providers.Sending;

/// <summary>What every API needs of an account.</summary>
internal static class AccountRules
{
    /// <summary>Why no call can be made for this account; null when one can.</summary>
    /// <param name="account">The account.</param>
    /// <param name="common">Where the API is when the account does not say.</param>
    internal static string? Problem(SendAccount account, Uri? common) => account switch
    {
        { ApiToken: null or "" } => "ApiToken is missing.",
        _ when !Endpoint.IsHeaderValue(account.ApiToken) => "ApiToken holds spaces, line ends or other characters that no token has.",
        _ when !Endpoint.IsSegment(account.Key) => "Key is empty, longer than 256 characters, or no name.",
        { BaseUrl: null } when common is null => "BaseUrl is missing.",
        _ when !Endpoint.IsBase(account.BaseUrl ?? common) => "BaseUrl is no http or https address without credentials.",
        _ => null,
    };
}
