using System.Net;
using Relevo.Sandbox.Incoming;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Script;

namespace Relevo.Sandbox;

/// <summary>What a sandbox is started with.</summary>
public sealed record SandboxOptions
{
    /// <summary>Address it listens on. Default loopback: it takes any token of a number that names none.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port it listens on, 0 to 65535. Default 0: any that is free.</summary>
    public int Port { get; init; }

    /// <summary>The numbers it plays, at least one; no two of the same provider and key.</summary>
    public IReadOnlyList<SandboxNumber> Numbers { get; init; } = [];

    /// <summary>
    /// Receipts of every accepted message of a number that has a webhook, where no rule says otherwise. Default sent,
    /// delivered and read, one after the other and at once; null for none.
    /// </summary>
    public SandboxReceipts? Receipts { get; init; } = SandboxReceipts.Usual;

    /// <summary>What it does beside accepting, from the start. Default nothing.</summary>
    public IReadOnlyList<SandboxRule> Rules { get; init; } = [];

    /// <summary>What customers write, at times counted from the start. Default nothing.</summary>
    public IReadOnlyList<SandboxIncoming> Incoming { get; init; } = [];

    /// <summary>Where the draws of rules with a probability begin. Default 1: the same calls in the same order meet the same fate.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Records of sends that are kept; beyond it the oldest go and stay counted. Default 100,000.</summary>
    public int MaxRecords { get; init; } = 100_000;

    /// <summary>Whether records hold the bodies of the calls. Default no.</summary>
    public bool KeepBodies { get; init; }

    /// <summary>Webhooks posted at the same time, 1 to 1,024. Default 32.</summary>
    public int Posters { get; init; } = 32;

    /// <summary>Messages whose webhooks may wait; more are dropped and counted. Default 100,000.</summary>
    public int MaxWaitingWebhooks { get; init; } = 100_000;

    /// <summary>How often a webhook is tried before it is given up. Default 12.</summary>
    public int WebhookAttempts { get; init; } = 12;

    /// <summary>Longest pause after the first failed try of a webhook; doubles per failure. Default 250 ms.</summary>
    public TimeSpan FirstWebhookPause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest pause after any failed try of a webhook. Default 10 s.</summary>
    public TimeSpan LongestWebhookPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer to a webhook is waited for. Default 10 s.</summary>
    public TimeSpan WebhookTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
