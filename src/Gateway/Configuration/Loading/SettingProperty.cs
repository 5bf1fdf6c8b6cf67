using System.Reflection;

namespace Relevo.Gateway.Configuration.Loading;

/// <summary>One setting of an options class.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Property">The property that holds it.</param>
/// <param name="MayBeNull">True when null means something.</param>
internal sealed record SettingProperty(string Name, PropertyInfo Property, bool MayBeNull)
{
    public Type Type => Property.PropertyType;
}
