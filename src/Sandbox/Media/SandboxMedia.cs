using System.Collections.Concurrent;

namespace Relevo.Sandbox.Media;

/// <summary>The media files that callers can fetch with the number's credentials. Safe from any thread.</summary>
public sealed class SandboxMedia
{
    private const int Most = 1_000;
    private const int MostMessages = 10_000;

    private readonly ConcurrentDictionary<string, SandboxMedium> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _byMessage = new(StringComparer.Ordinal);

    internal SandboxMedia()
    {
    }

    /// <summary>Adds a file, or puts it in the place of the one with its id.</summary>
    /// <exception cref="InvalidOperationException">There are 1,000 already.</exception>
    public void Add(SandboxMedium medium)
    {
        ArgumentNullException.ThrowIfNull(medium);
        if (_byId.Count >= Most && !_byId.ContainsKey(medium.Id))
        {
            throw new InvalidOperationException($"A sandbox holds {Most} media files.");
        }

        _byId[medium.Id] = medium;
    }

    /// <summary>Removes a file; false when there was none.</summary>
    public bool Remove(string id) => _byId.TryRemove(id, out _);

    internal SandboxMedium? Find(string id) => _byId.GetValueOrDefault(id);

    internal SandboxMedium? OfMessage(string messageId) => _byMessage.TryGetValue(messageId, out var id) ? Find(id) : null;

    /// <summary>Notes which file a message brought: Evolution is asked by message.</summary>
    internal void Bind(string messageId, string mediaId)
    {
        if (_byMessage.Count >= MostMessages)
        {
            _byMessage.Clear();
        }

        _byMessage[messageId] = mediaId;
    }
}
