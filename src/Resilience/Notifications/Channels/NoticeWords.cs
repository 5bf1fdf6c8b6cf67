namespace Relevo.Resilience.Notifications.Channels;

/// <summary>A notice in words.</summary>
/// <param name="Title">One line.</param>
/// <param name="Body">Some lines.</param>
/// <param name="Short">One line for small screens.</param>
public sealed record NoticeWords(string Title, string Body, string Short);
