namespace Relevo.Gateway.Health.Checks;

/// <summary>Names of components as operators, probes and paths know them.</summary>
public static class ComponentNames
{
    /// <summary>The pool of numbers.</summary>
    public const string LoadBalancer = "load-balancer";

    /// <summary>The lanes.</summary>
    public const string Queue = "queue";

    /// <summary>The cache.</summary>
    public const string Cache = "cache";

    /// <summary>The store.</summary>
    public const string Database = "database";

    /// <summary>Taking webhooks.</summary>
    public const string Webhook = "webhook";

    /// <summary>The settings file.</summary>
    public const string Configuration = "configuration";

    /// <summary>Where incidents, alarms and what is set by hand are kept.</summary>
    public const string Records = "records";

    /// <summary>One provider.</summary>
    public static string Provider(string name) => "provider-" + name;

    /// <summary>One application.</summary>
    public static string Application(string name) => "application-" + name;
}
