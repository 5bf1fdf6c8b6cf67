using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Media;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox.Numbers;

/// <summary>One provider's API as the sandbox plays it: how it reads, answers, refuses and posts. Without state of numbers.</summary>
internal abstract class ProviderFace
{
    /// <summary>The provider's name.</summary>
    public abstract string Name { get; }

    /// <summary>HTTP status of an accepted message.</summary>
    public abstract int AcceptedStatus { get; }

    /// <summary>Whether a webhook that was answered so is tried again.</summary>
    public virtual bool IsRetried(int status) => true;

    /// <summary>Refuses a call by its headers; null when they will do.</summary>
    public virtual Answer? Precondition(IHeaderDictionary headers) => null;

    /// <summary>The key under which a repeat is the same call; null when there is none.</summary>
    public virtual string? IdempotencyKey(IHeaderDictionary headers) => null;

    /// <summary>Reads the body of a send. Bodies that are no JSON throw <see cref="JsonException"/>.</summary>
    /// <param name="reader">At the beginning of the body.</param>
    /// <param name="operation">The word of the path that names the operation (Evolution), else empty.</param>
    /// <param name="call">What was read.</param>
    public abstract void Read(ref Utf8JsonReader reader, string operation, ref SendCall call);

    /// <summary>Whether the call shows the number's token.</summary>
    public abstract bool IsAuthorised(IHeaderDictionary headers, string token);

    /// <summary>An id for a message that was taken.</summary>
    public abstract string NewId(IdSource ids);

    /// <summary>The answer to a message that was taken, or to a read mark.</summary>
    public abstract void WriteAccepted(Utf8JsonWriter json, SandboxNumber number, SandboxSend send);

    /// <summary>Refuses a body that is no JSON.</summary>
    public abstract Answer Malformed();

    /// <summary>Refuses a call without the number's token.</summary>
    public abstract Answer Unauthorised();

    /// <summary>Says that there is no such number.</summary>
    public abstract Answer NoNumber(string key);

    /// <summary>Refuses what goes over the limit of the number.</summary>
    public abstract Answer Throttled();

    /// <summary>Refuses what goes over the limit of the pair.</summary>
    public abstract Answer PairThrottled();

    /// <summary>Refuses everything of a banned number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="rule">The rule that banned it; null when it was banned by hand.</param>
    public abstract Answer Banned(SandboxNumber number, SandboxRule? rule);

    /// <summary>The refusal that a rule asks for in this provider's words, or null.</summary>
    public abstract Answer? Refusal(SandboxRule rule, SandboxNumber number, string recipient);

    /// <summary>How the number is.</summary>
    public abstract Answer Health(SandboxNumber number, bool isBanned);

    /// <summary>What it says of a media file; null when it says nothing.</summary>
    public abstract Answer? Describe(SandboxMedium medium, string url);

    /// <summary>One receipt, as a whole webhook.</summary>
    public abstract void WriteReceipt(Utf8JsonWriter json, SandboxNumber number, SandboxSend send, SandboxReceipt receipt, DateTimeOffset now);

    /// <summary>What a customer wrote, as a whole webhook.</summary>
    public abstract void WriteInbound(Utf8JsonWriter json, SandboxNumber number, SandboxInbound inbound, SandboxMedium? medium, string id, string? mediaUrl, DateTimeOffset now);

    /// <summary>The copy of a send that is posted before its receipts; false when the provider has none.</summary>
    public virtual bool TryWriteEcho(Utf8JsonWriter json, SandboxNumber number, SandboxSend send, DateTimeOffset now) => false;

    /// <summary>What is posted when the number is banned; false when the provider says nothing.</summary>
    public virtual bool TryWriteBan(Utf8JsonWriter json, SandboxNumber number, DateTimeOffset now) => false;

    /// <summary>Signs a webhook.</summary>
    /// <param name="headers">Headers of the request.</param>
    /// <param name="number">The number that posts it.</param>
    /// <param name="body">The raw bytes.</param>
    /// <param name="first">When this webhook was first tried.</param>
    /// <param name="now">The time.</param>
    public abstract void Sign(HttpHeaders headers, SandboxNumber number, ReadOnlySpan<byte> body, DateTimeOffset first, DateTimeOffset now);
}
