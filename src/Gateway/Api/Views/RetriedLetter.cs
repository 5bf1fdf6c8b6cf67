namespace Relevo.Gateway.Api.Views;

/// <summary>A dead letter that went back into its queue.</summary>
/// <param name="Id">Its id until now.</param>
/// <param name="NewId">Its id from now on.</param>
/// <param name="UnknownOutcome">True when it may have reached its customer before, so that he may get it twice.</param>
internal sealed record RetriedLetter(string Id, string NewId, bool UnknownOutcome);
