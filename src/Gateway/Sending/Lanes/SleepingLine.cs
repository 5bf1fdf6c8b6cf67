namespace Relevo.Gateway.Sending.Lanes;

/// <summary>Conversations that sleep until one number has room for them: the urgent ones first, then in the order they came. Guarded by its owner.</summary>
internal sealed class SleepingLine
{
    private readonly Queue<ulong> _urgent = new();
    private readonly Queue<ulong> _usual = new();

    public int Count => _urgent.Count + _usual.Count;

    /// <summary>Its number could be entered when it was looked at last.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Conversations that still have to choose again since the number went out of service.</summary>
    public int ToLookAgain { get; set; }

    /// <summary>Called back at the last look, and perhaps not in the number's line yet.</summary>
    public int OnTheirWay { get; set; }

    /// <summary>Somebody sleeps who may not be overtaken.</summary>
    public bool IsBefore(bool isUrgent) => _urgent.Count > 0 || (!isUrgent && _usual.Count > 0);

    public void Add(ulong conversation, bool isUrgent) => (isUrgent ? _urgent : _usual).Enqueue(conversation);

    public bool TryTake(out ulong conversation) => _urgent.TryDequeue(out conversation) || _usual.TryDequeue(out conversation);
}
