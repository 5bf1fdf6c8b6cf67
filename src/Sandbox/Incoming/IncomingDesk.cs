using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Json;
using Relevo.Sandbox.Media;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox.Incoming;

/// <summary>Posts what customers write: now and once, or at the times of the script and until it is taken.</summary>
internal sealed class IncomingDesk(CallRouter router, SandboxMedia media, SandboxWebhooks webhooks, IdSource ids, Func<ProviderFace, string, string> mediaUrl, TimeProvider time)
{
    /// <summary>Posts a message now and once.</summary>
    /// <returns>The id of the message, and the HTTP status that the webhook was answered with.</returns>
    /// <exception cref="ArgumentException">There is no such number, it has no webhook, or there is no such media file.</exception>
    /// <exception cref="HttpRequestException">Nobody answered.</exception>
    public async Task<(string Id, int Status)> PostAsync(string numberKey, SandboxInbound inbound, CancellationToken stop)
    {
        var number = router.All.FirstOrDefault(known => known.Number.Key == numberKey && known.HasWebhooks)
            ?? throw new ArgumentException($"No number with the key \"{numberKey}\" and a webhook.", nameof(numberKey));
        var medium = inbound.MediaId is { } mediaId
            ? media.Find(mediaId) ?? throw new ArgumentException($"No media file \"{mediaId}\".", nameof(inbound))
            : null;
        var id = inbound.Id ?? number.Face.NewId(ids);
        if (medium is not null)
        {
            media.Bind(id, medium.Id);
        }

        return (id, await webhooks.PostNowAsync(number, Body(number, inbound, medium, id, time.GetUtcNow()), stop));
    }

    /// <summary>Posts the messages of a script when their times come, counted from now, again and again until each is taken.</summary>
    public void Schedule(IReadOnlyList<SandboxIncoming> incoming)
    {
        var now = time.GetTimestamp();
        foreach (var one in incoming)
        {
            var number = router.All.First(known => known.Number.Key == one.Number && known.HasWebhooks);
            var id = one.Message.Id ?? number.Face.NewId(ids);
            webhooks.Begin(number, utc => Body(number, one.Message, medium: null, id, utc), now + (long)(one.After.TotalSeconds * time.TimestampFrequency));
        }
    }

    private byte[] Body(NumberState number, SandboxInbound inbound, SandboxMedium? medium, string id, DateTimeOffset utc)
    {
        var scratch = JsonScratch.Begin(out var json);
        number.Face.WriteInbound(json, number.Number, inbound, medium, id, medium is null ? null : mediaUrl(number.Face, medium.Id), utc);
        return scratch.Written.ToArray();
    }
}
