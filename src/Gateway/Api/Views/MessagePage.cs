namespace Relevo.Gateway.Api.Views;

/// <summary>Some messages of a conversation, newest first.</summary>
/// <param name="Items">The messages.</param>
/// <param name="Next">Value of <c>before</c> for the next page; null when this is the last.</param>
internal sealed record MessagePage(IReadOnlyList<MessageView> Items, string? Next);
