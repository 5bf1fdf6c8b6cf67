using Relevo.Gateway.Configuration;

namespace Relevo.Gateway.Delivery;

/// <summary>One application as the settings in force describe it. Immutable but for what its breakers learn.</summary>
internal sealed record DeliveryTarget(string Name, ApplicationOptions Application, DeliveryOptions Options, Endpoints Endpoints, EventSigner Signer)
{
    public int Concurrency => Application.Concurrency;

    public TimeSpan Timeout { get; } = TimeSpan.FromSeconds(Application.TimeoutSeconds);

    /// <summary>Follows changed settings; what the breakers learned is kept while the addresses stay.</summary>
    public DeliveryTarget With(ApplicationOptions application, DeliveryOptions options, Func<Endpoints> endpoints)
    {
        var same = application.Url == Application.Url && application.BackupUrls.SequenceEqual(Application.BackupUrls, StringComparer.Ordinal);
        return new DeliveryTarget(Name, application, options, same ? Endpoints : endpoints(), EventSigner.From(application.Secrets));
    }
}
