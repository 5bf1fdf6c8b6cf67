namespace Relevo.Gateway.Api.Views;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">Where.</param>
/// <param name="Problem">What, as the end of a sentence that begins with the field.</param>
internal sealed record ErrorDetail(string Field, string Problem);
