using Relevo.Gateway.Configuration;

namespace Relevo.Gateway.Delivery;

/// <summary>One application as the settings in force describe it. Immutable but for what its breakers learn.</summary>
internal sealed record DeliveryTarget(string Name, ApplicationOptions Application, DeliveryOptions Options, Endpoints Endpoints, EventSigner Signer)
{
    public int Concurrency => Application.Concurrency;

    public TimeSpan Timeout { get; } = TimeSpan.FromSeconds(Application.TimeoutSeconds);

    /// <summary>Follows changed settings; what the breakers learned is kept while the addresses and how they are watched stay.</summary>
    public DeliveryTarget With(ApplicationOptions application, DeliveryOptions options, Func<Endpoints> endpoints) =>
        new(
            Name,
            application,
            options,
            IsWatchedAs(application, options) ? Endpoints : endpoints(),
            application.Secrets.SequenceEqual(Application.Secrets, StringComparer.Ordinal) ? Signer : EventSigner.From(application.Secrets));

    private bool IsWatchedAs(ApplicationOptions application, DeliveryOptions options) =>
        string.Equals(application.Url, Application.Url, StringComparison.Ordinal)
        && application.BackupUrls.SequenceEqual(Application.BackupUrls, StringComparer.Ordinal)
        && application.TimeoutSeconds.Equals(Application.TimeoutSeconds)
        && options.BreakerFailures == Options.BreakerFailures
        && options.ProbeFirstSeconds.Equals(Options.ProbeFirstSeconds)
        && options.ProbeLongestSeconds.Equals(Options.ProbeLongestSeconds);
}
