namespace Relevo.Cache.Layers;

/// <summary>How keys are made. The version changes with the format of stored values, so that old ones are never misread.</summary>
public static class CacheKeys
{
    private const string Version = "v1";

    /// <summary>The key of one thing of one kind: <c>v1:contact:42</c>.</summary>
    public static string Of(string kind, string id) => $"{Version}:{kind}:{id}";
}
