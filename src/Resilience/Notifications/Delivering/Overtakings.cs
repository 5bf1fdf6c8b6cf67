namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>Why an alarm that waited is not told any more.</summary>
internal static class Overtakings
{
    public const string ByRecovery = "overtaken by the recovery";
    public const string ByClose = "overtaken by the close of the incident";

    /// <summary>Why a notice leaves alarms of its cause without a meaning; null when it does not.</summary>
    public static string? By(NoticeKind kind, string change) => kind switch
    {
        NoticeKind.Recovery => ByRecovery,
        NoticeKind.Acknowledgement when change == Notice.ClosedChange => ByClose,
        _ => null,
    };
}
