using Relevo.Cache.Layers;
using Relevo.LoadBalancer;
using Relevo.Providers.Media;
using Relevo.Providers.Sending;
using Relevo.QueueProcessor.Lanes;
using Relevo.Resilience.Degradation;
using Relevo.Resilience.Incidents;
using Relevo.Resilience.Notifications.Contacts;
using Relevo.Resilience.Notifications.Escalating;
using Relevo.Resilience.Notifications.Settings;
using Relevo.Resilience.Playbooks.Settings;
using Relevo.Resilience.Scaling;

namespace Relevo.Gateway.Configuration;

/// <summary>Everything that the settings file may hold.</summary>
public sealed class GatewaySettings
{
    /// <summary>Where the gateway listens and keeps its data.</summary>
    public GatewayOptions Gateway { get; set; } = new();

    /// <summary>WhatsApp numbers by our name.</summary>
    public IDictionary<string, NumberOptions> Numbers { get; set; } = new Dictionary<string, NumberOptions>(StringComparer.Ordinal);

    /// <summary>Applications by name.</summary>
    public IDictionary<string, ApplicationOptions> Applications { get; set; } = new Dictionary<string, ApplicationOptions>(StringComparer.Ordinal);

    /// <summary>Templates by our name.</summary>
    public IDictionary<string, TemplateOptions> Templates { get; set; } = new Dictionary<string, TemplateOptions>(StringComparer.Ordinal);

    /// <summary>Where messages are durable.</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>Shared cache and counters.</summary>
    public RedisOptions Redis { get; set; } = new();

    /// <summary>Who may call the API.</summary>
    public ApiOptions Api { get; set; } = new();

    /// <summary>Bounds of what comes in.</summary>
    public IngressOptions Ingress { get; set; } = new();

    /// <summary>What of a queue is kept in memory.</summary>
    public LaneOptions Lanes { get; set; } = new();

    /// <summary>How events are delivered and repeated.</summary>
    public DeliveryOptions Delivery { get; set; } = new();

    /// <summary>How sends are carried out, repeated and given up.</summary>
    public SendingOptions Sending { get; set; } = new();

    /// <summary>Which number speaks next, how fast, and when it is left out.</summary>
    public LoadBalancerOptions LoadBalancer { get; set; } = new();

    /// <summary>Calls to providers. A change needs a restart.</summary>
    public ProviderClientOptions ProviderCalls { get; set; } = new();

    /// <summary>Inbound media that applications ask for. A change needs a restart.</summary>
    public MediaClientOptions Media { get; set; } = new();

    /// <summary>What is kept in memory of what is costly to find. A change needs a restart.</summary>
    public CacheOptions Cache { get; set; } = new();

    /// <summary>How health is measured.</summary>
    public HealthOptions Health { get; set; } = new();

    /// <summary>What is restricted at which level, and how it is given back.</summary>
    public DegradationOptions Degradation { get; set; } = new();

    /// <summary>How workers are shared when the whole is not healthy.</summary>
    public WorkerOptions Workers { get; set; } = new();

    /// <summary>How workers are added and taken away.</summary>
    public ScalingOptions Scaling { get; set; } = new();

    /// <summary>What the gateway does by itself at each level.</summary>
    public PlaybooksOptions Playbooks { get; set; } = new();

    /// <summary>How incidents are kept and judged.</summary>
    public IncidentOptions Incidents { get; set; } = new();

    /// <summary>Who is told what, by which way.</summary>
    public NotificationsOptions Notifications { get; set; } = new();

    /// <summary>People, rota, hotlines, portals.</summary>
    public ContactsOptions Contacts { get; set; } = new();

    /// <summary>Who is told when nobody answers.</summary>
    public EscalationOptions Escalation { get; set; } = new();

    /// <summary>.NET's own logging settings, as flat configuration keys (<c>LogLevel:Default</c>). A change needs a restart.</summary>
    public IReadOnlyDictionary<string, string?> Logging { get; set; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
}
