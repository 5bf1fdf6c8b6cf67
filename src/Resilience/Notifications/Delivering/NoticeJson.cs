using System.Text.Json;
using System.Text.Json.Serialization;

namespace Relevo.Resilience.Notifications.Delivering;

/// <summary>Notices as they stand in the store.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(NoticeReport))]
internal sealed partial class NoticeJson : JsonSerializerContext;
