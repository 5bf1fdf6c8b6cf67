namespace Relevo.Gateway.Api.Views;

/// <summary>Answer to a bulk of sends.</summary>
/// <param name="Success">True when every one was taken.</param>
/// <param name="Queued">How many were taken.</param>
/// <param name="MessageIds">Their ids, in order.</param>
/// <param name="Errors">What is wrong with the others.</param>
internal sealed record BulkAnswerView(bool Success, int Queued, IReadOnlyList<string> MessageIds, IReadOnlyList<BulkErrorView> Errors);
