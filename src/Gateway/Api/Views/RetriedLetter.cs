namespace Relevo.Gateway.Api.Views;

/// <summary>A dead letter that went back into its queue.</summary>
/// <param name="Id">Its id until now.</param>
/// <param name="NewId">Its id from now on.</param>
internal sealed record RetriedLetter(string Id, string NewId);
