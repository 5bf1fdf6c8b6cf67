using Relevo.Gateway.Api.Views;
using Relevo.Resilience.Notifications;

namespace Relevo.Gateway.Api.Notices;

/// <summary>Something that people were told, and what came of it.</summary>
internal sealed record NoticeView(
    string Id,
    DateTimeOffset AtUtc,
    string Kind,
    string Cause,
    string Level,
    string Summary,
    string Details,
    string? Incident,
    string? Quiet,
    IReadOnlyList<DeliveryLine> Deliveries)
{
    public static NoticeView Of(NoticeReport notice) => new(
        notice.Id,
        notice.AtUtc,
        Words.Of(notice.Kind),
        notice.Cause,
        LevelWords.Of(notice.Level),
        notice.Summary,
        notice.Details,
        notice.Incident,
        notice.Quiet,
        [.. notice.Deliveries.Select(DeliveryLine.Of)]);
}
