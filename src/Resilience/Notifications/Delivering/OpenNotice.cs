namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>A notice that is not told to everybody yet, or not saved. Guarded by the courier's lock.</summary>
internal sealed class OpenNotice(NoticeReport head, DateTimeOffset place, IReadOnlyList<Delivery> deliveries, long since)
{
    private int _version = 1;
    private int _savedVersion;

    public NoticeReport Head => head;

    /// <summary>Its place among all records: unlike its time never before that of an earlier notice.</summary>
    public DateTimeOffset Place => place;

    public IReadOnlyList<Delivery> Deliveries => deliveries;

    /// <summary>What it keeps its place behind: the changes of a cause are told in their order, anything else by itself.</summary>
    public string Order => head.Kind is NoticeKind.ByHand or NoticeKind.Escalation or NoticeKind.Addition ? head.Id : head.Cause;

    /// <summary>True when it says that something is wrong, and is out of date once it is not.</summary>
    public bool IsAlarm => head.Kind is NoticeKind.Alarm or NoticeKind.Escalation or NoticeKind.Addition;

    /// <summary>True when it follows an alarm and concerns only who got that.</summary>
    public bool IsSequel => head.Kind is NoticeKind.Recovery or NoticeKind.Acknowledgement;

    /// <summary>True when somebody told it by hand.</summary>
    public bool IsByHand => head.Kind == NoticeKind.ByHand;

    /// <summary>When it was taken in, on the clock that only goes forward.</summary>
    public long Since => since;

    public bool IsOpen => deliveries.Any(d => d.IsOpen || d.IsUnderWay);

    /// <summary>True while the store does not hold what is known.</summary>
    public bool IsDirty => _savedVersion != _version;

    /// <summary>One save at a time, so that an older state never replaces a newer one.</summary>
    public bool IsSaving { get; set; }

    /// <summary>The last write, which may go on past its deadline. Belongs to who saves.</summary>
    public Task Write { get; set; } = Task.CompletedTask;

    public NoticeReport Report => head with { Deliveries = [.. deliveries.Select(d => d.Report)] };

    public int Version => _version;

    public void Changed() => _version++;

    public void Saved(int version) => _savedVersion = version;
}
