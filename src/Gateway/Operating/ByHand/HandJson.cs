using System.Text.Json;
using System.Text.Json.Serialization;

namespace Relevo.Gateway.Operating.ByHand;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(HandDocument))]
internal sealed partial class HandJson : JsonSerializerContext;
