namespace Relevo.Gateway.Api.Views;

/// <summary>Some dead letters, oldest first.</summary>
/// <param name="Items">The letters.</param>
/// <param name="Next">Value of <c>after</c> for the next page; null when this is the last.</param>
internal sealed record DeadLetterPage(IReadOnlyList<DeadLetterView> Items, string? Next);
