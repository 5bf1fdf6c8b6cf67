using Relevo.Contracts.Identity;
using Relevo.Contracts.Messages.Outbound;
using Relevo.Gateway.Sending.Lanes;

namespace Relevo.Gateway.Receipts;

/// <summary>
/// Sends whose outcome is unknown and that wait for their receipt, and copies of sends that nobody has claimed yet. Where
/// receipts carry our id they find their send by it; Evolution's copies (<c>send.message</c>) are matched by what they say.
/// </summary>
internal sealed class OpenSends(TimeProvider time)
{
    private const int MaxEchoes = 10_000;
    private static readonly TimeSpan EchoLife = TimeSpan.FromMinutes(2);
    private readonly Lock _gate = new();
    private readonly Dictionary<MessageId, SendWork> _waiting = [];
    private readonly Dictionary<string, List<SendWork>> _bySaid = new(StringComparer.Ordinal); // of those that only what they say tells apart
    private readonly Dictionary<string, string> _echoes = new(StringComparer.Ordinal); // provider key -> what it says
    private readonly Queue<(string ProviderKey, long At)> _echoAges = new();

    /// <summary>A send begins to wait.</summary>
    /// <returns>The provider's key of a copy that proves it was sent; null when there is none.</returns>
    public string? Add(SendWork work)
    {
        lock (_gate)
        {
            if (_waiting.TryAdd(work.Message.Id, work) && !work.Number!.Protocol!.EchoesCorrelation)
            {
                return Claim_NeedsGate(work) ?? Join_NeedsGate(work);
            }

            return null;
        }
    }

    public void Remove(MessageId id)
    {
        lock (_gate)
        {
            if (_waiting.Remove(id, out var work) && Says(work) is var said && _bySaid.TryGetValue(said, out var twins) && twins.Remove(work) && twins.Count == 0)
            {
                _bySaid.Remove(said);
            }
        }
    }

    public SendWork? Find(MessageId id)
    {
        lock (_gate)
        {
            return _waiting.GetValueOrDefault(id);
        }
    }

    /// <summary>A copy of a send arrived.</summary>
    /// <returns>The waiting send that it proves, or null; then it is kept for one that may begin to wait.</returns>
    public SendWork? Echoed(string providerKey, string number, string contactKey, string? type, string? text)
    {
        var said = Says(number, contactKey, type, text);
        lock (_gate)
        {
            // Each copy proves one send, however often it comes.
            var twins = _bySaid.GetValueOrDefault(said)?.Where(work => (work.ProvenBy ?? providerKey) == providerKey);
            if (twins?.MinBy(work => (work.ProvenBy is null, work.Message.Position)) is { } found)
            {
                found.ProvenBy = providerKey;
                return found;
            }

            Forget_NeedsGate();
            if (_echoes.TryAdd(providerKey, said))
            {
                _echoAges.Enqueue((providerKey, time.GetTimestamp()));
            }

            return null;
        }
    }

    /// <summary>A copy's send is known: it proves no other.</summary>
    public void Claimed(string providerKey)
    {
        lock (_gate)
        {
            _echoes.Remove(providerKey);
        }
    }

    private static string Says(SendWork work) => Says(work.Number?.Name ?? "", work.ContactKey, WordOf(work.Content ?? work.Job.Message), (work.Content ?? work.Job.Message).Text);

    private static string Says(string number, string contactKey, string? type, string? text) => $"{number}\n{contactKey}\n{type}\n{text}";

    private static string WordOf(OutboundMessage message) => message.Type.ToString().ToLowerInvariant();

    // A copy that comes could be either's: from now on neither is repeated, also when the other waits no more.
    private string? Join_NeedsGate(SendWork work)
    {
        var said = Says(work);
        if (!_bySaid.TryGetValue(said, out var twins))
        {
            _bySaid[said] = twins = [];
        }

        twins.Add(work);
        twins.ForEach(each => each.HasTwin |= twins.Count > 1);
        return null;
    }

    private string? Claim_NeedsGate(SendWork work)
    {
        var said = Says(work);
        foreach (var (providerKey, echo) in _echoes)
        {
            if (echo == said)
            {
                _echoes.Remove(providerKey);
                return providerKey;
            }
        }

        return null;
    }

    private void Forget_NeedsGate()
    {
        while (_echoAges.TryPeek(out var oldest) && (_echoAges.Count >= MaxEchoes || time.GetElapsedTime(oldest.At) > EchoLife))
        {
            _echoAges.Dequeue();
            _echoes.Remove(oldest.ProviderKey);
        }
    }
}
