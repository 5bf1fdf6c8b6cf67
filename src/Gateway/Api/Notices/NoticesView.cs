namespace Relevo.Gateway.Api.Notices;

/// <summary>What people were told, newest first.</summary>
internal sealed record NoticesView(IReadOnlyList<NoticeView> Items);
